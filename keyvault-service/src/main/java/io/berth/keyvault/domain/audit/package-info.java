/** The audit trail: what an entry is, and what is wrong with a trail. */
@NullMarked
package io.berth.keyvault.domain.audit;

import org.jspecify.annotations.NullMarked;
