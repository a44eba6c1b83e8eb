"""Pages that show what a run or a catalogue holds: one self-contained HTML file each."""
