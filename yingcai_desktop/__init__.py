"""What an office does: rules, services, workbooks, documents, the command line. No Qt."""
