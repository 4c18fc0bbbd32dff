"""The promises of a sweep, what each means here, and the tests that show it."""

P, T = "tests/promises", "tests/tuning"

PROMISES = {
    "R1": (
        "kill -9 at any boundary of any write (before the temporary file, after half of it, before "
        "and after fsync, after replace): the same command goes on, loses at most the trials that "
        "ran, repeats none that ended, and ends with the files of an undisturbed run.",
        [
            f"{P}/test_killed.py::test_killed_at_every_boundary",
            f"{T}/test_resume.py::test_interrupted_and_undisturbed_end_with_the_same_table",
            f"{T}/test_resume.py::test_killed_in_mid_sweep_and_started_again",
            f"{T}/test_chaos.py::test_kills_and_a_stop_change_nothing",
        ],
    ),
    "R2": (
        "SIGINT or SIGTERM once ends it between two steps with status 130 or 143, twice at once; "
        "a file is never half-written. SIGSTOP and SIGCONT change nothing.",
        [
            f"{P}/test_stopped.py::test_a_signal_stops_it_and_the_command_goes_on",
            f"{P}/test_stopped.py::test_stopped_and_continued",
            "tests/test_cli.py::test_signals_stop_it_with_whole_rows_only",
        ],
    ),
    "R3": (
        "A second process on a directory ends at once with status 3 and names process, host and "
        "start of the owner. What a dead process left is taken over with a notice; what another "
        "host left only with --force-unlock.",
        [
            f"{P}/test_owner.py::"
            "test_a_second_process_is_refused_at_once_and_told_pid_host_and_start",
            f"{P}/test_owner.py::test_what_a_killed_process_left_is_taken_over_with_a_notice",
            f"{P}/test_owner.py::test_what_another_host_left_needs_a_word",
            f"{P}/test_owner.py::test_a_living_owner_is_not_forced",
        ],
    ),
    "R4": (
        "A full disk: status 4, the path and how many bytes were to be written; the same command "
        "goes on when there is room.",
        [
            f"{P}/test_disk.py::test_a_full_disk",
            f"{P}/test_disk.py::test_a_real_limit_on_files",
        ],
    ),
    "R5": (
        "A place that takes nothing (read-only, below a file, a loop of links, too long, no UTF-8) "
        "is refused before training, by its path: status 4, or 2 where the option itself is wrong. "
        "A missing folder above is made. A directory removed while it runs: status 4.",
        [
            f"{P}/test_disk.py::test_a_place_that_takes_nothing_is_refused_before_training",
            f"{P}/test_disk.py::test_a_path_that_is_no_text_is_refused_before_training",
            f"{P}/test_disk.py::test_a_directory_removed_while_it_runs",
            f"{P}/test_disk.py::test_a_directory_removed_between_two_trials_is_not_made_anew",
            f"{P}/test_disk.py::test_a_folder_above_that_is_missing_is_made",
            "tests/test_cli.py::test_what_is_no_directory_is_refused",
        ],
    ),
    "R6": (
        "Whatever is decided by time is decided by the monotonic clock; a wall clock that jumps by "
        "a day changes nothing. Times on disk are UTC and only told.",
        [
            f"{P}/test_changed.py::test_a_clock_that_jumps_changes_nothing",
            f"{T}/test_budget.py::test_trials_that_grow_slower_do_not_pass_the_end",
        ],
    ),
    "R7": (
        "A worker that dies costs its trial one retry in a fresh process, then the trial is "
        "`failed` with the signal; the sweep goes on and ends with status 5.",
        [
            f"{T}/test_workers.py::test_a_child_that_dies_costs_a_retry_and_then_its_trial",
            "tests/test_cli.py::test_a_failed_trial_is_status_5",
        ],
    ),
    "R8": (
        "NaN or infinity stops that training: status `diverged` with epoch, step and first bad "
        "layer. It is a result and no failure.",
        [f"{T}/test_trial.py::test_diverged_is_a_result_with_its_place"],
    ),
    "R9": (
        "Directories of older versions are read and go on; files of a later one are refused with "
        "both versions named, and left alone.",
        [
            f"{P}/test_changed.py::test_an_older_directory_is_read_and_goes_on",
            f"{P}/test_changed.py::test_a_later_format_is_refused_with_its_version",
            f"{P}/test_seen.py::test_status_of_a_later_version",
        ],
    ),
    "R10": (
        "There is no journal but a file a row: a damaged one is set aside as `.corrupt` with a "
        "notice, and its trial runs again. A damaged provenance.json is refused. What follows from "
        "rows is written anew, and nothing rests on Keras Tuner's files.",
        [
            f"{P}/test_corrupt.py::test_a_damaged_row_is_set_aside_and_runs_again",
            f"{P}/test_corrupt.py::test_a_damaged_provenance_is_refused_and_nothing_runs",
            f"{P}/test_corrupt.py::test_what_follows_from_the_rows_is_written_anew",
            f"{P}/test_corrupt.py::test_nothing_rests_on_the_files_of_keras_tuner",
        ],
    ),
    "R11": (
        "A sweep or data that would change what finished trials meant is refused with the "
        "difference; another --out is the way. Other code or versions go on and are recorded.",
        [
            f"{P}/test_changed.py::test_a_changed_sweep_is_refused_with_the_difference",
            f"{P}/test_changed.py::test_changed_data_is_refused_with_both_hashes",
            f"{T}/test_resume.py::test_varying_more_is_no_change",
            f"{T}/test_resume.py::test_a_start_with_other_code_adds_a_session",
        ],
    ),
    "R12": (
        "After the first trials the memory of a process grows by less than 1 MB a trial, and no "
        "graph outlives the nets that are kept.",
        [
            f"{P}/test_bare.py::test_memory_does_not_grow_with_trials",
            f"{T}/test_shared.py::test_what_is_not_kept_is_freed",
        ],
    ),
    "R13": (
        "It works without a home, a network, a GPU, a terminal, with one core, LANG=C, and any "
        "PYTHONHASHSEED.",
        [
            f"{P}/test_bare.py::test_a_sweep_where_little_is_there",
            f"{P}/test_bare.py::test_letters_that_the_locale_lacks_are_no_error",
            f"{T}/test_best.py::test_a_sweep_needs_neither_tensorboard_nor_a_network",
        ],
    ),
    "R14": (
        "The test part is looked at only after the choice is on disk with its hash, and then once "
        "for each finalist.",
        [
            f"{T}/test_sealed.py::test_nothing_is_tested_before_the_selection_is_on_disk",
            f"{T}/test_sealed.py::test_each_finalist_is_tested_once",
            f"{T}/test_sealed.py::test_no_other_file_takes_the_test_part",
        ],
    ),
}
STATUSES = {
    "0": ("done; diverged and skipped trials included", "tests/test_cli.py::"
          "test_a_sweep_ends_with_its_report"),
    "1": ("a defect of keras-acts", f"{P}/test_bare.py::test_a_defect_of_ours_is_no_bad_input"),
    "2": ("bad input, nothing written", f"{P}/test_bad_sweeps.py::test_bad_sweeps"),
    "3": ("directory in use", f"{P}/test_owner.py::"
          "test_a_second_process_is_refused_at_once_and_told_pid_host_and_start"),
    "4": ("disk", f"{P}/test_disk.py::test_a_full_disk"),
    "5": ("done, but some trials failed", "tests/test_cli.py::test_a_failed_trial_is_status_5"),
    "130, 143": ("SIGINT, SIGTERM", f"{P}/test_stopped.py::"
                 "test_a_signal_stops_it_and_the_command_goes_on"),
    "141": ("who reads the output went away", f"{P}/test_stopped.py::"
            "test_a_reader_that_goes_away"),
}  # fmt: skip
