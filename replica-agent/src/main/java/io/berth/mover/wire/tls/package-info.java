/**
 * Authentication by certificates: TLS 1.3, both sides, each certificate naming one host. For hosts
 * of one forest and for those of another, a hosting provider's say.
 */
@NullMarked
package io.berth.mover.wire.tls;

import org.jspecify.annotations.NullMarked;
