/** The demo's estate, and the whole platform at work. */
@NullMarked
package io.berth.demo;

import org.jspecify.annotations.NullMarked;
