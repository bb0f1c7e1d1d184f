//! Serves one page on loopback, so that the browser and axe can be tried on something known.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread::sleep;
use std::time::Duration;

/// The address of a page with this body; served until the test ends.
pub fn serve(body: &'static str) -> Result<String, String> {
    serve_form(body, body, Duration::ZERO)
}

/// The same where a form is answered by another page, after a while.
pub fn serve_form(
    body: &'static str,
    answer: &'static str,
    after: Duration,
) -> Result<String, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|e| format!("no free port: {e}."))?;
    let address = listener.local_addr().map_err(|e| format!("no address: {e}."))?;
    let page = |body| {
        format!(
            "<!doctype html><html lang=en><meta name=viewport content='width=device-width'>\
             <title>A page</title>{body}</html>"
        )
    };
    let (page, answer) = (page(body), page(answer));
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            // No more than the method is looked at: there is one page, and one answer.
            let mut asked = [0; 4096];
            let _ = stream.read(&mut asked);
            let is_sent = asked.starts_with(b"POST");
            if is_sent {
                sleep(after);
            }
            let page = if is_sent { &answer } else { &page };
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
