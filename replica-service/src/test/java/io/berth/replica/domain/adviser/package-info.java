@NullMarked
package io.berth.replica.domain.adviser;

import org.jspecify.annotations.NullMarked;
