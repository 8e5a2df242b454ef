package io.berth.mover.wire;

/** Why one side does not believe who the other one is. */
public enum Distrust {
    /** No certificate was shown. */
    NO_CERTIFICATE,
    /** Signed by nobody who is trusted here. */
    FOREIGN,
    /** Its time is over. */
    EXPIRED,
    /** Its time has not begun. */
    NOT_YET_VALID,
    /** It is for something else than this side of a transfer. */
    WRONG_PURPOSE,
    /** It names another host than the relationship does, or none, or several. */
    WRONG_HOST,
    /** It is of another realm: Kerberos is for one forest, certificates are for the others. */
    OTHER_REALM,
    /** No ticket: the key distribution centre cannot be reached or does not know one of the two. */
    NO_TICKET,
    /** The ticket or the message with it is not genuine, too old, or was seen before. */
    NOT_GENUINE,
    /** Encryption, integrity or the proof of the other side could not be had. */
    UNPROTECTED,
    /** This side's own key, certificate, keytab or trust cannot be used. */
    OWN_CREDENTIALS,
    /** The other side has refused this one, and told as much as its protocol lets it. */
    REFUSED_BY_PEER
}
