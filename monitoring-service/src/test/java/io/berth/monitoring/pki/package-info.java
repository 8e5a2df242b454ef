@NullMarked
package io.berth.monitoring.pki;

import org.jspecify.annotations.NullMarked;
