@NullMarked
package io.berth.replica.domain;

import org.jspecify.annotations.NullMarked;
