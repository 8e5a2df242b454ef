/** What contracts may depend on. */
@NullMarked
package io.berth.contracts.arch;

import org.jspecify.annotations.NullMarked;
