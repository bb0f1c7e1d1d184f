//! Prints the OpenAPI document, for the snapshot that a review reads.
#![expect(clippy::print_stdout, reason = "that is all it does")]

use domain::practice::{ALL, Kinds};

fn main() {
    println!("{:#}", web::openapi(Kinds(ALL)));
}
