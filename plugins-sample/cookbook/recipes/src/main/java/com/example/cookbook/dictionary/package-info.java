/** The API that this plugin shares: words and their meanings. */
@Export
@Version("1.0.0")
package com.example.cookbook.dictionary;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
