"""From events and dyads to dossiers and exports."""
