"""The compiled inside of the placement search; only this room asks it anything."""
