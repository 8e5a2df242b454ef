/** The topic of alerts. */
@NullMarked
package io.berth.contracts.alerts;

import org.jspecify.annotations.NullMarked;
