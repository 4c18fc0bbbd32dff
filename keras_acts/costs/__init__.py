"""What a model costs here: seconds, measured in turns with other models, and bytes."""
