/** Alerts and breaches over REST. */
@NullMarked
package io.tidemark.alert.web;

import org.jspecify.annotations.NullMarked;
