"""What pages of articles show: an article, a version, two versions compared, two languages side by side, citations."""
