/** When hosts are kept from taking virtual machines. */
@NullMarked
package io.berth.monitoring.domain.quarantine;

import org.jspecify.annotations.NullMarked;
