-- One hash over all captures at the end of each day, so that no capture can be changed without notice.

create table tree_heads (
    day text primary key,        -- UTC
    size integer not null,       -- captures in the tree
    root text not null,          -- RFC 9162: SHA-256 over the leaves in order of id
    last_capture integer not null references captures(id),
    noted text not null,
    leaf_version integer not null  -- of the rules by which leaves are written
) strict, without rowid;

create table tree_edge (         -- derived: the roots of the whole subtrees of the last head's tree
    leaves integer primary key,  -- of the subtree; a power of two
    hash blob not null
) strict;
