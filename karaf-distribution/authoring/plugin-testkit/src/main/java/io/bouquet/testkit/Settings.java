package io.bouquet.testkit;

import java.util.Map;

/** Values for the configuration of a component of the platform, whose type only its own package can name. */
record Settings(Map<String, Object> values) {}
