/** Parts of a platform put up for a benchmark or a drill, apart from any installation. */
@NullMarked
package io.berth.platform.stand;

import org.jspecify.annotations.NullMarked;
