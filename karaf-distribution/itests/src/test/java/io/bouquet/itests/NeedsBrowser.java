package io.bouquet.itests;

/** Marks tests that need Chromium and its driver on the machine. */
public interface NeedsBrowser {}
