"""What an office keeps: tables, the write gate and the journal."""
