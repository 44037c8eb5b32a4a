//! A virus scanner that finds one word dangerous, and listens on a port of its own.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};

/// What it takes for a virus.
pub const VIRUS: &str = "HARMLESS-TEST-VIRUS";

/// Starts one. It answers until the tests are over.
pub fn listening() -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            answer(stream);
        }
    });
    address
}

/// A port where nobody listens.
pub fn nobody() -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    listener.local_addr().expect("an address")
}

fn answer(mut stream: TcpStream) {
    let mut command = [0; 10];
    stream.read_exact(&mut command).expect("a command");
    assert_eq!(&command, b"zINSTREAM\0");
    let mut file = Vec::new();
    loop {
        let mut length = [0; 4];
        stream.read_exact(&mut length).expect("a length");
        let length = u32::from_be_bytes(length) as usize;
        if length == 0 {
            break;
        }
        let mut chunk = vec![0; length];
        stream.read_exact(&mut chunk).expect("a chunk");
        file.extend(chunk);
    }
    let is_infected = file.windows(VIRUS.len()).any(|part| part == VIRUS.as_bytes());
    let said: &[u8] = if is_infected {
        b"stream: Test.Virus FOUND\0"
    } else {
        b"stream: OK\0"
    };
    stream.write_all(said).expect("said");
}
