/** Whether the files that deploy Berth fit its programs. */
@NullMarked
package io.berth.deploy;

import org.jspecify.annotations.NullMarked;
