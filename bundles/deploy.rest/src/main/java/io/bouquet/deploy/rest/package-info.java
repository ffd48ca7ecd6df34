@NullMarked
package io.bouquet.deploy.rest;

import org.jspecify.annotations.NullMarked;
