"""The studies, a file each: claims, what is measured, the rule of each answer, the figure."""
