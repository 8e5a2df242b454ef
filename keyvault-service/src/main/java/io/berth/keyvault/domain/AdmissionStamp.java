package io.berth.keyvault.domain;

import java.util.UUID;

/**
 * Which rings and entries of the container a call was judged by: the same stamp, the same rings and
 * entries. Each change of one of them draws another.
 */
public record AdmissionStamp(UUID value) {}
