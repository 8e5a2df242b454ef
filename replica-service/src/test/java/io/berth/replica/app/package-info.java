@NullMarked
package io.berth.replica.app;

import org.jspecify.annotations.NullMarked;
