"""What a text is made of, for whoever reads it and whoever stores it: words and stems, runs and prints, one version."""
