/**
 * The authority that certifies agents: requests read, certificates made. X.509 by Bouncy Castle.
 */
@NullMarked
package io.berth.monitoring.pki;

import org.jspecify.annotations.NullMarked;
