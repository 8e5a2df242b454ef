/** Topics as this installation names them: prefix, codec and partition count. */
@NullMarked
package io.berth.kit.topics;

import org.jspecify.annotations.NullMarked;
