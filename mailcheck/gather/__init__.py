"""Everything that touches the outside. Reads only."""
