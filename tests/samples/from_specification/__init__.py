"""Bytes built from a format's specification, where no free program writes it; and builders for its odd corners."""
