@NullMarked
package io.berth.placement.domain;

import org.jspecify.annotations.NullMarked;
