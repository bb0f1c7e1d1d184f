//! Serves one page on loopback, so that the browser and axe can be tried on something known.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

/// The address of a page with this body; served until the test ends.
pub fn serve(body: &'static str) -> Result<String, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|e| format!("no free port: {e}."))?;
    let address = listener.local_addr().map_err(|e| format!("no address: {e}."))?;
    let page = format!(
        "<!doctype html><html lang=en><meta name=viewport content='width=device-width'>\
         <title>A page</title>{body}</html>"
    );
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            // The request is not looked at: there is one page.
            let _ = stream.read(&mut [0; 4096]);
            let length = page.len();
            let _ = write!(
                stream,
                "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\n\
                 content-length: {length}\r\nconnection: close\r\n\r\n{page}"
            );
        }
    });
    Ok(format!("http://{address}/"))
}
