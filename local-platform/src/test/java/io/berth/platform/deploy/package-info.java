@NullMarked
package io.berth.platform.deploy;

import org.jspecify.annotations.NullMarked;
