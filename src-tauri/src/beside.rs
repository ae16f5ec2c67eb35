//! Where a sign-in window stands: beside the list window, whose card says what to do there and lets
//! one cancel. Where there is no room beside it, over the side on which that card does not lie.

/// A place on the screen, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
}

impl Place {
    fn right(self) -> i32 {
        self.x + self.width
    }

    fn bottom(self) -> i32 {
        self.y + self.height
    }
}

/// The upper left corner of a window of this size, inside `area` as far as it fits.
pub fn beside(list: Place, area: Place, width: i32, height: i32) -> (i32, i32) {
    let x = if list.right() + width <= area.right() {
        list.right()
    } else if list.x - width >= area.x {
        list.x - width
    } else {
        area.x.max(list.x - width)
    };
    let lowest = (area.bottom() - height).max(area.y);
    (x, list.y.clamp(area.y, lowest))
}

#[cfg(test)]
mod tests {
    use super::{Place, beside};

    const AREA: Place = place(0, 0, 1920, 1040);

    const fn place(x: i32, y: i32, width: i32, height: i32) -> Place {
        Place {
            x,
            y,
            width,
            height,
        }
    }

    #[test]
    fn it_stands_to_the_right_where_there_is_room() {
        let at = beside(place(100, 80, 1180, 760), AREA, 560, 740);
        assert_eq!(at, (1280, 80));
    }

    #[test]
    fn else_it_stands_to_the_left() {
        let at = beside(place(700, 80, 1180, 760), AREA, 560, 740);
        assert_eq!(at, (140, 80));
    }

    #[test]
    fn without_room_it_leaves_the_right_side_free_where_the_card_lies() {
        let (x, _) = beside(place(50, 20, 1180, 680), place(0, 0, 1280, 720), 560, 680);
        assert_eq!(x, 0);
        // The card is 384 wide and 16 from the edge.
        assert!(x + 560 <= 50 + 1180 - 400);
    }

    #[test]
    fn it_stays_on_the_screen_where_the_list_window_does_not() {
        let (_, y) = beside(place(100, 900, 1180, 760), AREA, 560, 740);
        assert_eq!(y, 300);
        let (_, y) = beside(place(100, -50, 1180, 760), AREA, 560, 1200);
        assert_eq!(y, 0);
    }
}
