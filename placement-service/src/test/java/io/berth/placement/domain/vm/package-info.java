@NullMarked
package io.berth.placement.domain.vm;

import org.jspecify.annotations.NullMarked;
