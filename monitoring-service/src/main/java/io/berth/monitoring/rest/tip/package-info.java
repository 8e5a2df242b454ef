/** Tips over HTTP. */
@NullMarked
package io.berth.monitoring.rest.tip;

import org.jspecify.annotations.NullMarked;
