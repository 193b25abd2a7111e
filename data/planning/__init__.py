"""Planning: which plans to match, and the joint timetable with a proof of how good it is."""
