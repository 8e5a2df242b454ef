/** The roles of Berth. */
@NullMarked
package io.berth.kit.security;

import org.jspecify.annotations.NullMarked;
