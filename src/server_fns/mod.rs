//! Every call that an island can make. Each names its address; each checks what it is given before anything else.

pub mod draft;
pub mod recognise;
