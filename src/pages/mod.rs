//! What people see. One folder or file per page: `view` answers GET, `submit` answers POST.

pub mod parts;
pub mod public;
pub mod staff;
