"""What an office does: one verb a user could name per function, each through the gate."""
