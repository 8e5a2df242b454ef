@NullMarked
package io.berth.replica.config;

import org.jspecify.annotations.NullMarked;
