"""One run: settings → evidence → outcomes → report. The only place where the stages meet."""
