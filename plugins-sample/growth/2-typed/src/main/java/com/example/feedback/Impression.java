package com.example.feedback;

import java.util.List;

/**
 * What the platform reads in an opinion.
 *
 * @param sentiment positive, negative or neutral
 * @param shouts    words in capitals
 */
public record Impression(String sentiment, List<String> shouts) {}
