/** Answers over HTTP: problem details and pages. */
@NullMarked
package io.berth.kit.rest;

import org.jspecify.annotations.NullMarked;
